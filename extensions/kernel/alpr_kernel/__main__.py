"""``python -I -m alpr_kernel -f FILE``: start the governed kernel (464.5(4))."""

from alpr_kernel.app import main

if __name__ == "__main__":
    main()
