"""sdkwright: an OpenAPI description becomes the Python SDK that people wish every API had."""
