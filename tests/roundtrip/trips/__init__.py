"""What the round trip needs: packages emitted into a folder, instances of schemas, and how two JSON values compare."""
