"""Reading the spreadsheets that people really keep."""
