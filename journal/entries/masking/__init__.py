"""The worker’s part: what is hidden of texts before anyone else reads them. Never called by a request."""
