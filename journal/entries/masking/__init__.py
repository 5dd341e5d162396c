"""The worker’s part: masking texts before anyone else reads them. Never called by a request."""
