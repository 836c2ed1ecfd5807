refusal-what = What happened
refusal-kept = What is kept
refusal-next = What to do
refusal-again-after =
    { $seconds ->
        [one] Try again in { $seconds } second.
       *[other] Try again in { $seconds } seconds.
    }
refusal-home = To the first page
refusal-reference = Reference:

refusal-bad-request-title = The request could not be read
refusal-bad-request-what = The server did not understand what was sent.
refusal-bad-request-kept = Nothing was changed.
refusal-bad-request-next = Go back, reload the page and try again.

refusal-forbidden-title = You may not do this
refusal-forbidden-what = Your present role may not see or do this.
refusal-forbidden-kept = Nothing was changed.
refusal-forbidden-next = If this is your task, ask the administrator or the head of the team for the right.

refusal-outside-title = Only at the office
refusal-outside-what = This is a visit taken along: only results, rechecks and evidence can be recorded here.
refusal-outside-kept = Results recorded so far are kept; this was not done.
refusal-outside-next = Do it in the system at the office after the results were brought back.

refusal-form-expired-title = The form is no longer valid
refusal-form-expired-what = The session has changed, or the browser blocks cookies, so the form could not be confirmed as yours.
refusal-form-expired-kept = Nothing was changed on the server; what you typed is still on the previous page.
refusal-form-expired-next = Go back, copy what you want to keep, reload the page and send it again.

refusal-not-found-title = There is no such page
refusal-not-found-what = The address is wrong, or it is outside what you may see.
refusal-not-found-kept = Nothing was changed.
refusal-not-found-next = Check the address or use the search box.

refusal-wrong-method-title = This cannot be done at this address
refusal-wrong-method-what = This address does not take what was sent.
refusal-wrong-method-kept = Nothing was changed.
refusal-wrong-method-next = Open the page from the navigation and try again.

refusal-conflict-title = Someone else has just changed this
refusal-conflict-what = Someone saved before you sent.
refusal-conflict-kept = What the other person saved is kept; what you typed is still on the previous page.
refusal-conflict-next = Go back, look at the new content and decide whether to send again.

refusal-too-large-title = What was sent is too large
refusal-too-large-what = The file or form is larger than the system takes.
refusal-too-large-kept = Nothing of this was saved.
refusal-too-large-next = Split or compress the file and send it again.

refusal-wrong-media-title = This kind of content is not taken
refusal-wrong-media-what = The system does not take this type of file or way of sending.
refusal-wrong-media-kept = Nothing of this was saved.
refusal-wrong-media-next = Convert to a type named in the form and send it again.

refusal-unprocessable-title = The content is not valid yet
refusal-unprocessable-what = What was sent can be read but does not meet the requirements.
refusal-unprocessable-kept = Nothing was changed.
refusal-unprocessable-next = Go back, correct what is marked and send it again.

refusal-too-many-title = Too many tries
refusal-too-many-what = There were too many tries in a short time.
refusal-too-many-kept = Nothing was changed.
refusal-too-many-next = Please wait a little and try again.

refusal-internal-title = The system has failed
refusal-internal-what = The fault is the system's, not yours. It has been recorded.
refusal-internal-kept = What you were doing was not saved; everything reported as “Saved” is kept.
refusal-internal-next = Please try again. If it still fails, send the reference to the administrator.

refusal-unavailable-title = The system is paused
refusal-unavailable-what = The database cannot be read or written: its connection is lost, its disk is full, or the system is being maintained.
refusal-unavailable-kept = What you just did was not reported as saved; everything reported as “Saved” is kept.
refusal-unavailable-next = Please try again in a few minutes.

refusal-timed-out-title = This took too long
refusal-timed-out-what = The request was not done within the time allowed and was stopped.
refusal-timed-out-kept = Everything reported as “Saved” is kept.
refusal-timed-out-next = Reload the page to see how far it got before trying again.

refusal-sign-in-first-title = Please log in
refusal-sign-in-first-what = Your session has ended or has not begun.
refusal-sign-in-first-kept = Nothing was changed; what you typed is still on the previous page.
refusal-sign-in-first-next = Log in on another tab, then go back to the previous page and send it again.

refusal-password-first-title = Change the password first
refusal-password-first-what = Your present password was set by someone else; choose your own before working on.
refusal-password-first-kept = What you just sent was not done.
refusal-password-first-next = Go to My account, change the password, then try again.
