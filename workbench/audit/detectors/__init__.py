"""What an audit's reader should look at first (464.6, 464.7.1): rules that explain themselves, one a file. Pure."""
