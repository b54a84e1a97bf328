'use strict';

// Ends a test that hangs. Thousands of generated cases take a second on an idle machine, and many on a busy one.
jest.setTimeout(120_000);
