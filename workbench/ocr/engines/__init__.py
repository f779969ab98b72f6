"""The engines that find and read text, behind one small protocol (464.7(d))."""
