"""What can be asked of the custodian, one file per duty. A handler asks a room and sends its answer."""
