"""The part of scripts/bench that starts programs, compares what they say and prints it."""
