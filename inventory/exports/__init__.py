"""What leaves the bureau: rows laid out on sheets, written as xlsx, CSV or JSON. Always Chinese; never queries."""
