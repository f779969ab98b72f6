"""Other systems' search logs, audited like our own (464.6): vendors' audit files and portals' exports. Pure."""
