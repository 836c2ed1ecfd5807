part-step-done = done
part-step-now = under way
part-step-next = to come
part-step-late = past its time
part-step-skipped = skipped
part-heat-none = not applicable
part-file-hash = SHA-256 hash
part-notice-new = New:
part-job-done-of = done
part-job-waiting = Waiting for its turn.
part-job-going = Under way.
part-job-seconds-left =
    { $seconds ->
        [one] About { $seconds } second left.
       *[other] About { $seconds } seconds left.
    }
part-job-minutes-left =
    { $minutes ->
        [one] About { $minutes } minute left.
       *[other] About { $minutes } minutes left.
    }
part-job-kept = What was done is kept; running it again goes on with the rest.
part-job-leave = You can leave this page; the work goes on.
part-job-refresh = Look again
part-reading-source = Show in the document
part-conflict-title = Someone else has just changed this
part-conflict-help = { $name } saved first. Compare the two texts and choose; nothing has been lost.
part-conflict-mine = Your text
part-conflict-theirs = The saved text
part-neighbours = Previous and next item
part-previous = Previous item
part-next = Next item
part-chart-table = Show the figures
part-track-today = Today
part-track-table = See as a table
part-track-day = Day
part-track-what = What
