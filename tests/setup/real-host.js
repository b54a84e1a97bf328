'use strict';

// A host boots within seconds, but two cores may be shared with a panel build.
jest.setTimeout(90_000);
// A busy machine can stall a host or a browser longer than any timeout allows. Retry once and log it.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
