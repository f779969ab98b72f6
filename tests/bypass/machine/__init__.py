"""What the attempts on the machine itself share: folders, processes, servers and kernels with and without guards."""
