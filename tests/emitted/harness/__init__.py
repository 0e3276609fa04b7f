"""What the tests of the emitted package share: a server that misbehaves on request, and one way to drive both clients."""
