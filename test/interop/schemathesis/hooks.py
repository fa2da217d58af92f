"""Bodies that are no text: the fuzzer sends the bytes it has made up."""

import schemathesis


@schemathesis.serializer("application/ocsp-request", "application/timestamp-query")
def as_bytes(_context, value):
    value = getattr(value, "data", value)
    return value if isinstance(value, bytes) else str(value).encode()
