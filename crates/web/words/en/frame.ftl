product-name = Rà Soát
product-line = Cybersecurity and state-secret inspection

frame-skip = Skip to main content
frame-nav = Main navigation
frame-nav-short = Shortcuts
frame-nav-open = Open navigation
frame-nav-close = Close navigation
frame-nav-more = More
frame-trail = Breadcrumb
frame-printed = Printed at { $moment }
frame-search = Search everything
frame-search-what = What to search for
frame-search-hint = Search units, findings, papers…
frame-search-results = Search results
frame-campaign = Inspection campaign
frame-campaign-all = All campaigns
frame-bell =
    { $count ->
        [0] Notices
        [one] Notices: { $count } unread
       *[other] Notices: { $count } unread
    }
frame-other-language = Tiếng Việt
frame-other-language-code = vi
frame-theme-dark = Switch to dark
frame-theme-light = Switch to light
frame-person = Signed in:
frame-account = My account
frame-sign-out = Sign out
frame-no-secrets = Do not enter state-secret content into this system.

flash-done = Done:
flash-notice = Notice:
flash-warning = Take note:
flash-failed = Not done:

nav-group-daily = Every day
nav-group-inspection = Inspection
nav-group-records = Records
nav-group-reference = Reference and settings
nav-my-work = My work
nav-overview = Overview
nav-campaigns = Plans and campaigns
nav-self-reports = Self-inspection reports
nav-visits = Visit calendar
nav-findings = Findings and remediation
nav-programmes = Task programmes
nav-units = Units
nav-registers = Registers
nav-incidents = Incidents and drills
nav-tips = Tips
nav-evidence = Technical evidence
nav-library = Legal library
nav-summaries = Summary reports
nav-journal = Journal
nav-admin = Administration
