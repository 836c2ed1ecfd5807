file-empty = The file is empty: please check which file was chosen.
file-too-large = The file is larger than the system takes (25 MB).
file-kind-unknown = This kind of file is not taken: please use DOCX, XLSX, PDF, TXT or a picture.
file-old-office = Old Office files (.doc, .xls) are not taken: please save as .docx or .xlsx.
file-protected = The file is protected by a password: remove the password and upload it again.
file-macros = Files with macros are not taken: please save it without macros.
file-marked = The file bears a secrecy marking: it was not taken in and not stored. State-secret documents must not enter this system.
