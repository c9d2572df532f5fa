"""What tests of several folders share: services, browsers and servers to test against."""
