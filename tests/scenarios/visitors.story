# Guests count from arrival to departure as the reception records it; a release for a visit leaves no doubt (O3, O4, V2).

area building
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna
person petra
person karl
key anna hall

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
# Anna comes in by badge, lets Petra in, and nobody has to wonder.
08:00:10 badge anna entrance-in
    08:00:10.000 recorded alarm.cancelled entrance building anna
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
    08:00:10.000 recorded access.granted entrance-in anna grant
    08:00:10.000 recorded door.released entrance anna grant
    08:00:10.000 strike entrance on
    08:00:10.000 show entrance-in granted
08:00:12 contact entrance open
    08:00:12.000 recorded door.opened entrance grant
    08:00:12.000 recorded occupancy.entered entrance-in anna inside 1
08:00:14 contact entrance closed
    08:00:14.000 recorded door.closed entrance
    08:00:14.000 recorded door.locked entrance
    08:00:14.000 strike entrance off
08:01:00 admit entrance petra anna visitor
    08:01:00.000 recorded occupancy.entered building petra inside 2
    08:01:00.000 recorded door.released entrance petra release by anna "visitor"
    08:01:00.000 strike entrance on
    08:01:00.000 answer done
08:01:02 contact entrance open
    08:01:02.000 recorded door.opened entrance release
08:01:04 contact entrance closed
    08:01:04.000 recorded door.closed entrance
    08:01:04.000 recorded door.locked entrance
    08:01:04.000 strike entrance off
# Petra comes back from her car: she is counted once.
08:02:00 admit entrance petra anna visitor
    08:02:00.000 recorded door.released entrance petra release by anna "visitor"
    08:02:00.000 strike entrance on
    08:02:00.000 answer done
08:02:02 contact entrance open
    08:02:02.000 recorded door.opened entrance release
08:02:04 contact entrance closed
    08:02:04.000 recorded door.closed entrance
    08:02:04.000 recorded door.locked entrance
    08:02:04.000 strike entrance off
# Karl came in with a colleague, and the reception records it.
08:03:00 arrives karl
    08:03:00.000 recorded occupancy.entered building karl inside 3
    08:03:00.000 answer done
08:03:10 arrives karl
    08:03:10.000 answer done
# A release beside a visit is a doubt as ever.
08:10:00 leaves karl
    08:10:00.000 recorded occupancy.left building karl inside 2
    08:10:00.000 answer done
08:10:01 leaves karl
    08:10:01.000 answer done
08:10:30 leaves petra
    08:10:30.000 recorded occupancy.left building petra inside 1
    08:10:30.000 answer done
08:11:00 admit entrance petra anna visitor
    08:11:00.000 recorded occupancy.entered building petra inside 2
    08:11:00.000 recorded door.released entrance petra release by anna "visitor"
    08:11:00.000 strike entrance on
    08:11:00.000 answer done
08:11:01 release entrance anna a courier
    08:11:01.000 recorded door.released entrance release by anna "a courier"
    08:11:01.000 answer done
08:11:02 contact entrance open
    08:11:02.000 recorded door.opened entrance release
    08:11:02.000 recorded occupancy.uncertain entrance building released
08:11:04 contact entrance closed
    08:11:04.000 recorded door.closed entrance
    08:11:04.000 recorded door.locked entrance
    08:11:04.000 strike entrance off
