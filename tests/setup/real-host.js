'use strict';

// A host boots within seconds, but two cores may be shared with a panel build.
jest.setTimeout(90_000);
// A machine shared with others may stall a host or a browser longer than any wait: one more try, and the log says so.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
