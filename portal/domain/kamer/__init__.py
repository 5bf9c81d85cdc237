"""What the Tweede Kamer publishes as open data, in our own terms, and how it differs from what we have."""
