'use strict';

// A host boots within seconds, but two cores may be shared with a panel build.
jest.setTimeout(90_000);
