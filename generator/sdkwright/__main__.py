"""``python -m sdkwright``: the command line; it owns nothing more."""

from sdkwright.start import main

if __name__ == "__main__":
    main()
