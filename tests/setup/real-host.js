'use strict';

// Ends a test that hangs. It isn't meant for slow ones: a busy machine takes five times as long as an idle one, and waits
// for something that never comes end earlier and say what it was (tests/support/timeouts.ts).
jest.setTimeout(300_000);
// A busy machine can stall a host or a browser longer than any timeout allows. Retry once and log it.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
