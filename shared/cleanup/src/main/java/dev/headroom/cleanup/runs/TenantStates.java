package dev.headroom.cleanup.runs;

import static dev.headroom.cleanup.table.CleanupItem.key;
import static dev.headroom.cleanup.table.CleanupItem.number;

import dev.headroom.aws.Item;
import dev.headroom.cleanup.table.CleanupItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Reads the states of tenants, and begins new epochs of their statistics. */
public final class TenantStates {
  private final DynamoDbClient dynamoDb;
  private final String table;

  /**
   * Makes no call yet.
   *
   * @param table the clean-up table
   */
  public TenantStates(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** Returns a tenant's state; an empty one when the tenant never had a run. */
  public TenantState read(String tenant) {
    var item =
        new Item(
            dynamoDb
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(key(tenant, CleanupItem.STATE))
                            .consistentRead(true))
                .item());
    return TenantState.read(tenant, item);
  }

  /**
   * Begins a new epoch of the statistics.
   *
   * @param seen the state from which the baseline was made
   * @return false when a run has counted something or another epoch was begun since
   */
  public boolean reset(TenantState seen, Baseline next) {
    var change =
        TenantState.update(seen.tenant())
            .set(TenantState.BASELINE, CleanupItem.json(next))
            .set(TenantState.EPOCH, number(next.epoch()));
    TenantState.requireUnchanged(change, TenantState.SEQUENCE, seen.sequence());
    TenantState.requireUnchanged(change, TenantState.EPOCH, seen.baseline().epoch());
    try {
      change.update(dynamoDb, table, ReturnValue.NONE);
      return true;
    } catch (ConditionalCheckFailedException e) {
      // The answer to our first try may have been lost: then our own baseline is there.
      var item = new Item(e.item());
      return !item.isEmpty() && TenantState.read(seen.tenant(), item).baseline().equals(next);
    }
  }
}
