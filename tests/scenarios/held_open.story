# A door that stands open too long, and a request to exit that never ends (D6, D7).

area building
room outside
room hall building
room warehouse building
door entrance entrance outside hall escape
door goods-gate goods outside warehouse
reader entrance-in entrance hall
reader entrance-out entrance outside
reader gate-in goods-gate warehouse
person anna unset set
person ben
key anna hall
key anna warehouse goods-gate

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike goods-gate off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
08:00:10 badge anna entrance-in
    08:00:10.000 recorded alarm.cancelled entrance building anna
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
    08:00:10.000 recorded access.granted entrance-in anna grant
    08:00:10.000 recorded door.released entrance anna grant
    08:00:10.000 strike entrance on
    08:00:10.000 show entrance-in granted
08:00:11 contact entrance open
    08:00:11.000 recorded door.opened entrance grant
    08:00:11.000 recorded occupancy.entered entrance-in anna inside 1
# Warned after two thirds of 30 s, too long after 30, reminded every 5 min.
08:12:00 contact entrance closed
    08:00:15.000 recorded door.locked entrance
    08:00:15.000 strike entrance off
    08:00:31.000 show entrance-in warning
    08:00:31.000 show entrance-out warning
    08:00:41.000 recorded door.held entrance 30 s INCIDENT
    08:05:41.000 recorded door.held entrance 330 s
    08:10:41.000 recorded door.held entrance 630 s
    08:12:00.000 recorded door.closed entrance
# One that closes in time is no matter.
08:20:00 badge anna entrance-in
    08:20:00.000 recorded access.granted entrance-in anna grant
    08:20:00.000 recorded door.released entrance anna grant
    08:20:00.000 strike entrance on
    08:20:00.000 show entrance-in granted
08:20:01 contact entrance open
    08:20:01.000 recorded door.opened entrance grant
    08:20:01.000 recorded occupancy.entered entrance-in anna inside 1
    08:20:01.000 recorded occupancy.uncertain entrance building entry_while_inside
08:20:30.999 contact entrance closed
    08:20:05.000 recorded door.locked entrance
    08:20:05.000 strike entrance off
    08:20:21.000 show entrance-in warning
    08:20:21.000 show entrance-out warning
    08:20:30.999 recorded door.closed entrance
08:25:00 time
# A goods door has 2 min. A named employee holds it open for a delivery: the contact is excused, the lock is not.
08:30:00 badge anna gate-in
    08:30:00.000 recorded access.granted gate-in anna grant
    08:30:00.000 recorded door.released goods-gate anna grant
    08:30:00.000 strike goods-gate on
    08:30:00.000 show gate-in granted
08:30:01 contact goods-gate open
    08:30:01.000 recorded door.opened goods-gate grant
    08:30:01.000 recorded occupancy.entered gate-in anna inside 1
08:30:30 hold goods-gate 10 anna pallets
    08:30:05.000 recorded door.locked goods-gate
    08:30:05.000 strike goods-gate off
    08:30:30.000 recorded door.hold goods-gate by anna "pallets" 600 s
    08:30:30.000 answer done
08:45:00 contact goods-gate closed
    08:39:50.000 show gate-in warning
    08:40:30.000 recorded door.held goods-gate 629 s INCIDENT
    08:45:00.000 recorded door.closed goods-gate
# Held beforehand, and never longer than 45 min.
09:00:00 hold goods-gate 100 anna a whole lorry
    09:00:00.000 recorded door.hold goods-gate by anna "a whole lorry" 2700 s
    09:00:00.000 answer done
09:00:01 badge anna gate-in
    09:00:01.000 recorded access.granted gate-in anna grant
    09:00:01.000 recorded door.released goods-gate anna grant
    09:00:01.000 strike goods-gate on
    09:00:01.000 show gate-in granted
09:00:02 contact goods-gate open
    09:00:02.000 recorded door.opened goods-gate grant
    09:00:02.000 recorded occupancy.entered gate-in anna inside 1
09:50:00 contact goods-gate closed
    09:00:06.000 recorded door.locked goods-gate
    09:00:06.000 strike goods-gate off
    09:44:20.000 show gate-in warning
    09:45:00.000 recorded door.held goods-gate 2698 s INCIDENT
    09:50:00.000 recorded door.held goods-gate 2998 s
    09:50:00.000 recorded door.closed goods-gate
# Held again when it has been told: it is told anew when that is over.
10:00:00 badge anna gate-in
    10:00:00.000 recorded access.granted gate-in anna grant
    10:00:00.000 recorded door.released goods-gate anna grant
    10:00:00.000 strike goods-gate on
    10:00:00.000 show gate-in granted
10:00:01 contact goods-gate open
    10:00:01.000 recorded door.opened goods-gate grant
    10:00:01.000 recorded occupancy.entered gate-in anna inside 1
10:02:30 hold goods-gate 5 anna the driver is slow
    10:00:05.000 recorded door.locked goods-gate
    10:00:05.000 strike goods-gate off
    10:01:21.000 show gate-in warning
    10:02:01.000 recorded door.held goods-gate 120 s INCIDENT
    10:02:30.000 recorded door.hold goods-gate by anna "the driver is slow" 300 s
    10:02:30.000 answer done
10:08:00 contact goods-gate closed
    10:06:50.000 show gate-in warning
    10:07:30.000 recorded door.held goods-gate 449 s INCIDENT
    10:08:00.000 recorded door.closed goods-gate
# In a fire nobody is told to close a door; after it, once more.
11:00:00 fire on
    11:00:00.000 recorded fire.active INCIDENT
    11:00:00.000 recorded occupancy.doubted building fire
    11:00:00.000 recorded door.released entrance fire
    11:00:00.000 strike entrance on
11:00:10 contact entrance open
    11:00:10.000 recorded door.opened entrance fire
11:03:00 fire off
    11:03:00.000 recorded fire.clear
11:03:01 reset anna false alarm
    11:03:01.000 recorded fire.reset by anna "false alarm"
    11:03:01.000 recorded door.locked entrance
    11:03:01.000 strike entrance off
    11:03:01.000 answer done
11:06:00 contact entrance closed
    11:05:40.000 recorded door.held entrance 330 s INCIDENT
    11:06:00.000 recorded door.closed entrance
# A request to exit that stays active for 60 s is a fault, until it ends.
12:00:00 rex entrance pressed
    12:00:00.000 recorded door.rex entrance
12:00:59.999 rex entrance released
12:02:00 rex entrance pressed
    12:02:00.000 recorded door.rex entrance
12:05:00 set anna good night
    12:03:00.000 recorded door.rex_stuck entrance INCIDENT
    12:05:00.000 recorded alarm.refused building occupancy_uncertain by anna "somebody_inside; occupancy_uncertain; exit_request_held: entrance"
    12:05:00.000 answer prevented
12:06:00 rex entrance released
12:06:01 rex entrance pressed
    12:06:01.000 recorded door.rex entrance
12:06:30 restart
    12:06:30.000 recorded controller.started
    12:06:30.000 strike entrance off
    12:06:30.000 strike goods-gate off
    12:06:30.000 set output building off
12:08:00 rex entrance released
    12:07:30.000 recorded door.rex_stuck entrance INCIDENT
