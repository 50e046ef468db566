"""What leaves the bureau: typed rows laid out on sheets, written as xlsx, CSV or JSON. Always Chinese; never queries."""
