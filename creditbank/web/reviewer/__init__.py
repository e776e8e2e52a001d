"""The reviewer's counter: the queue and the desk, under `/work/reviews/`."""
