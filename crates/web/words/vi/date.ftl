date-due-today = hôm nay
date-days-left = còn { $days } ngày
date-days-late = quá hạn { $days } ngày
