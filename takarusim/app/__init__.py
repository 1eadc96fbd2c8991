"""The web page: what is chosen on it, what is made of that, and how it is shown in a browser on this machine."""
