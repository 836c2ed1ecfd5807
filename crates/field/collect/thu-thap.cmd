@echo off
rem Rà Soát: thu thập dữ liệu của một máy Windows để kiểm tra (Windows 7 trở lên).
rem Chỉ đọc: không cài đặt, không sửa gì trên máy. Chạy bằng quyền quản trị
rem (chuột phải, "Run as administrator"). Kết quả nằm trong thư mục mang tên máy,
rem cạnh tệp này; chép về rồi chạy: rasoat-field host THU-MUC --evidence TEN-MAY.rsb
rem
rem Những gì được lấy, và bằng công cụ có sẵn nào của Windows:
rem   SYSTEM, SOFTWARE, SAM, SECURITY, NTUSER.DAT   reg save
rem   systeminfo.txt, qfe.txt                       systeminfo, wmic hoặc PowerShell
rem   *.evtx (nhật ký sự kiện, xem danh sách bên dưới)  wevtutil epl
rem   Prefetch\*.pf, setupapi*.log                  copy
rem   Amcache.hve                                   esentutl /y /vss (Windows 10 trở lên; không
rem                                                 lấy được thì bỏ qua và ghi vào thu-thap.log)
rem   files.txt                                     dir /s (chỉ tên, cỡ, ngày; không lấy nội dung)
rem Không lấy: nội dung tài liệu, mật khẩu. Tệp SAM chứa mã băm mật khẩu của tài
rem khoản cục bộ: giữ USB này như tài liệu nghiệp vụ và xóa sau khi đã niêm phong;
rem rasoat-field không đọc và không đưa mã băm mật khẩu vào gói chứng cứ.
setlocal enableextensions
chcp 65001 >nul 2>&1
set "OUT=%~dp0%COMPUTERNAME%"
mkdir "%OUT%" 2>nul
set "LOG=%OUT%\thu-thap.log"
echo Máy %COMPUTERNAME%, %DATE% %TIME% > "%LOG%"

net session >nul 2>&1
if errorlevel 1 (
  echo Cần quyền quản trị: chuột phải vào tệp này, chọn "Run as administrator".
  echo THIEU QUYEN QUAN TRI >> "%LOG%"
  pause
  exit /b 1
)

for %%H in (SYSTEM SOFTWARE SAM SECURITY) do call :hive HKLM\%%H "%OUT%\%%H"
call :hive HKCU "%OUT%\NTUSER-%USERNAME%.DAT"
for /f "tokens=*" %%S in ('reg query HKU ^| findstr /r "S-1-5-21-[0-9-]*$"') do call :user "%%S"

echo systeminfo…
systeminfo > "%OUT%\systeminfo.txt" 2>> "%LOG%"
wmic qfe list full > "%OUT%\qfe.txt" 2>> "%LOG%"
if errorlevel 1 powershell -NoProfile -Command "Get-HotFix | Format-List" > "%OUT%\qfe.txt" 2>> "%LOG%"

for %%L in (System Security Application) do call :events %%L %%L
call :events "Microsoft-Windows-NetworkProfile/Operational" NetworkProfile
call :events "Microsoft-Windows-WLAN-AutoConfig/Operational" WLAN-AutoConfig
call :events "Microsoft-Windows-DriverFrameworks-UserMode/Operational" DriverFrameworks
call :events "Microsoft-Windows-Windows Defender/Operational" Defender
call :events "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational" RemoteDesktop
call :events "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational" RemoteConnection
call :events "Microsoft-Windows-TerminalServices-RDPClient/Operational" RemoteDesktopClient
call :events "Microsoft-Windows-PowerShell/Operational" PowerShell
call :events "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall" Firewall
call :events "Microsoft-Windows-TaskScheduler/Operational" TaskScheduler
call :events "Microsoft-Windows-Kernel-PnP/Configuration" Kernel-PnP
call :events "Microsoft-Windows-Kernel-PnP/Device Configuration" Kernel-PnP-Device
call :events "Microsoft-Windows-Partition/Diagnostic" Partition

echo Chương trình đã chạy, thiết bị đã cài…
if exist "%SystemRoot%\Prefetch\" call :programs
for %%F in ("%SystemRoot%\inf\setupapi.dev*.log" "%SystemRoot%\setupapi.log") do copy /y "%%~F" "%OUT%\" >> "%LOG%" 2>&1
if not exist "%OUT%\setupapi*.log" echo KHONG LAY DUOC setupapi >> "%LOG%"
call :inventory

echo Danh sách tệp (có thể lâu)…
for %%D in (C D E F G H) do if exist %%D:\ dir %%D:\ /s /a /-c /t:w >> "%OUT%\files.txt" 2>> "%LOG%"

echo Xong %TIME% >> "%LOG%"
echo.
echo Đã thu thập vào %OUT%
pause
exit /b 0

:hive
echo %~1…
reg save %1 %2 /y >> "%LOG%" 2>&1
if errorlevel 1 echo KHONG LAY DUOC %~1 >> "%LOG%"
exit /b 0

:user
set "KEY=%~1"
for /f "tokens=2,*" %%A in ('reg query "%KEY%\Volatile Environment" /v USERNAME 2^>nul ^| findstr USERNAME') do call :hive "%KEY%" "%OUT%\NTUSER-%%B.DAT"
exit /b 0

:events
wevtutil epl %1 "%OUT%\%~2.evtx" /ow:true >> "%LOG%" 2>&1
if errorlevel 1 echo KHONG LAY DUOC %~1 >> "%LOG%"
exit /b 0

:programs
mkdir "%OUT%\Prefetch" 2>nul
if not exist "%SystemRoot%\Prefetch\*.pf" exit /b 0
copy /y "%SystemRoot%\Prefetch\*.pf" "%OUT%\Prefetch\" >> "%LOG%" 2>&1
if not errorlevel 1 exit /b 0
echo KHONG LAY DUOC Prefetch >> "%LOG%"
rem Thư mục rỗng nghĩa là máy không có tệp nào; không lấy được thì không để lại.
rmdir "%OUT%\Prefetch" 2>nul
exit /b 0

:inventory
rem Windows giữ tệp này khi đang chạy: chỉ chép được qua bản chụp ổ đĩa (VSS).
for %%F in (Amcache.hve Amcache.hve.LOG1 Amcache.hve.LOG2) do if exist "%SystemRoot%\AppCompat\Programs\%%F" (
  esentutl /y /vss "%SystemRoot%\AppCompat\Programs\%%F" /d "%OUT%\%%F" >> "%LOG%" 2>&1
  if not exist "%OUT%\%%F" echo KHONG LAY DUOC %%F >> "%LOG%"
)
exit /b 0
