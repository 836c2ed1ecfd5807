form-required = Please fill in this field.
form-choose = Please choose one.
form-tick = Please tick this box to go on.
form-too-long = This is { $length } characters long; at most { $max } are allowed. Please shorten it.
form-not-number = Please enter a whole number, for example 1,250.
form-out-of-range = Please enter a number from { $min } to { $max }.
form-not-date = Please enter a real date as day/month/year, for example 05/03/2026.
form-not-a-choice = This is not in the list. Please choose again.
form-required-mark = (required)
form-error-prefix = Error:
form-choose-one = Choose…
form-date-help = Day/month/year, for example 05/03/2026.
form-date-placeholder = dd/mm/yyyy
form-cancel = Cancel
form-summary-title = Something needs correcting
form-summary-undone = Not done
form-summary-kept =
    { $count ->
        [one] { $count } entry is not valid yet. What you typed is kept below.
       *[other] { $count } entries are not valid yet. What you typed is kept below.
    }
