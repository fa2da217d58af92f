// Fabric's libraries read this when they are loaded, and would print a page of decorators: import this first.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'error';
