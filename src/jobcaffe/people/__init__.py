"""The persons the programme meets, their intakes and the desk's queue."""
