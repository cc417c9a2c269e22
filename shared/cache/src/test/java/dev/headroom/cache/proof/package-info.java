/**
 * The cache's promise, held against the real Redis: in made-up histories with a model, in threads,
 * in processes that are frozen, and while Redis is slow, cut off or dead.
 *
 * <p>The words of these tests:
 *
 * <ul>
 *   <li><b>Run</b>: one made-up history, drawn from one seed. <b>Chance</b> draws; <b>Turns</b>
 *       says who acts next, also within what another one does; <b>HistoryCounts</b> counts what
 *       happened.
 *   <li><b>Universe</b>: true time. A <b>Member</b> is a process of the history with clocks of its
 *       own that are set and stand still; a <b>View</b> is a namespace as one of its operations
 *       sees it.
 *   <li><b>Chronicle</b>: the model. It knows what was loaded, put and removed, and so what a read
 *       may serve. <b>Certainties</b> are the entries that a read must find; a <b>Reading</b> is
 *       one read that is checked against both.
 *   <li><b>Story</b>: what happened, line by line, printed when a history fails.
 *   <li><b>Source</b>: where loaders get values from. <b>Loads</b>, <b>Reads</b>, <b>Puts</b>,
 *       <b>Removals</b> and <b>Evictions</b> are the operations of a history.
 *   <li><b>Leases</b>: who may hold a lease, so that no history waits for itself. <b>Faults</b>
 *       decide which commands are lost or not answered: that is the command's <b>Fate</b>.
 *   <li><b>Gate</b>: a proxy before Redis that stops at each command; a <b>Wire</b> takes apart
 *       what passes it. A <b>Cable</b> is a proxy that is slow, cut or dead: the <b>Weather</b>.
 *   <li><b>Child</b>: a process of its own that does what a test says, and can be frozen.
 * </ul>
 */
@NullMarked
package dev.headroom.cache.proof;

import org.jspecify.annotations.NullMarked;
