package dev.headroom.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** What Lambda says of an invocation. */
record TestContext(String getAwsRequestId) implements Context {
  @Override
  public String getLogGroupName() {
    return "group";
  }

  @Override
  public String getLogStreamName() {
    return "stream";
  }

  @Override
  public String getFunctionName() {
    return "Test";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:eu-west-1:000000000000:function:Test";
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new IllegalStateException("nobody asks for it");
  }

  @Override
  public ClientContext getClientContext() {
    throw new IllegalStateException("nobody asks for it");
  }

  @Override
  public int getRemainingTimeInMillis() {
    return 30_000;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 128;
  }

  @Override
  public LambdaLogger getLogger() {
    throw new IllegalStateException("nobody asks for it");
  }
}
