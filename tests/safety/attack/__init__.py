"""What the tests of safety share: runs of the stages on hostile input, the input itself, and ways to look at what came out."""
