# Set once in spite of what does not let itself be closed or mended tonight (L4, P10).

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
person ben unset set
key anna hall
key ben hall

07:00:00 start
    07:00:00.000 recorded controller.started
    07:00:00.000 strike entrance off
    07:00:00.000 strike goods-gate off
    07:00:00.000 set output building off
    07:00:00.000 recorded alarm.exit_delay building
    07:00:00.000 sounder building exit-delay
    07:00:00.000 show entrance-in exit-delay
    07:00:00.000 show entrance-out exit-delay
07:00:10 badge anna entrance-in
    07:00:10.000 recorded alarm.cancelled entrance building anna
    07:00:10.000 sounder building off
    07:00:10.000 show entrance-in quiet
    07:00:10.000 show entrance-out quiet
    07:00:10.000 recorded access.granted entrance-in anna grant
    07:00:10.000 recorded door.released entrance anna grant
    07:00:10.000 strike entrance on
    07:00:10.000 show entrance-in granted
07:00:11 contact entrance open
    07:00:11.000 recorded door.opened entrance grant
    07:00:11.000 recorded occupancy.entered entrance-in anna inside 1
07:00:13 contact entrance closed
    07:00:13.000 recorded door.closed entrance
    07:00:13.000 recorded door.locked entrance
    07:00:13.000 strike entrance off
18:00:00 badge anna entrance-out
    18:00:00.000 recorded access.granted entrance-out anna grant
    18:00:00.000 recorded door.released entrance anna grant
    18:00:00.000 strike entrance on
    18:00:00.000 show entrance-out last-one
18:00:01 contact entrance open
    18:00:01.000 recorded door.opened entrance grant
    18:00:01.000 recorded occupancy.left entrance-out anna inside 0
# The gate's contact can not be read, and the reader there is deaf: it does not set itself.
18:00:02 fault contact goods-gate
    18:00:02.000 recorded line.fault goods-gate contact_fault INCIDENT
18:00:02 fault reader gate-in
    18:00:02.000 recorded line.fault gate-in reader_fault INCIDENT
18:00:03 contact entrance closed
    18:00:03.000 recorded door.closed entrance
    18:00:03.000 recorded door.locked entrance
    18:00:03.000 strike entrance off
# Nor does it when asked to, nor when only some of it may pass.
18:01:00 set anna last one out
    18:01:00.000 recorded alarm.refused building contact_fault by anna "reader_fault: gate-in; contact_fault: goods-gate"
    18:01:00.000 answer prevented
18:01:10 override goods-gate anna the fitter comes tomorrow
    18:01:10.000 recorded alarm.refused building contact_fault by anna "reader_fault: gate-in; contact_fault: goods-gate"
    18:01:10.000 answer prevented
# Exactly what prevents it now: the exit delay runs, and it is set.
18:02:00 override all anna the fitter comes tomorrow
    18:02:00.000 recorded alarm.overridden building contact_fault by anna "reader_fault: gate-in; contact_fault: goods-gate"
    18:02:00.000 recorded alarm.exit_delay building by anna "the fitter comes tomorrow"
    18:02:00.000 sounder building exit-delay
    18:02:00.000 show entrance-in exit-delay
    18:02:00.000 show entrance-out exit-delay
    18:02:00.000 answer done
18:03:00 time
    18:03:00.000 recorded alarm.set building
    18:03:00.000 set output building on
    18:03:00.000 sounder building off
    18:03:00.000 show entrance-in set
    18:03:00.000 show entrance-out set
# An intrusion is one as ever.
18:10:00 contact entrance open
    18:10:00.000 recorded door.forced entrance INCIDENT
    18:10:00.000 recorded occupancy.uncertain entrance building forced
    18:10:00.000 recorded alarm.raised entrance building forced INCIDENT
    18:10:00.000 sounder building alarm
18:10:01 contact entrance closed
    18:10:01.000 recorded door.closed entrance
18:11:00 unset ben seen to
    18:11:00.000 recorded alarm.unset building by ben "seen to"
    18:11:00.000 set output building off
    18:11:00.000 sounder building off
    18:11:00.000 show entrance-in unset
    18:11:00.000 show entrance-out unset
    18:11:00.000 answer done
# It was for that one time.
18:26:00 set ben again
    18:26:00.000 recorded alarm.refused building contact_fault by ben "occupancy_uncertain; reader_fault: gate-in; contact_fault: goods-gate"
    18:26:00.000 answer prevented
# What is let pass is no licence for anything else: another reader fails in the exit delay.
18:27:00 correct certain - ben looked everywhere
    18:27:00.000 recorded occupancy.corrected building by ben "looked everywhere"
    18:27:00.000 answer done
18:27:01 override all ben the fitter comes tomorrow
    18:27:01.000 recorded alarm.overridden building contact_fault by ben "reader_fault: gate-in; contact_fault: goods-gate"
    18:27:01.000 recorded alarm.exit_delay building by ben "the fitter comes tomorrow"
    18:27:01.000 sounder building exit-delay
    18:27:01.000 show entrance-in exit-delay
    18:27:01.000 show entrance-out exit-delay
    18:27:01.000 answer done
18:27:20 fault reader entrance-out
    18:27:20.000 recorded line.fault entrance-out reader_fault INCIDENT
    18:27:20.000 recorded alarm.cancelled building reader_fault
    18:27:20.000 sounder building off
    18:27:20.000 show entrance-in quiet
    18:27:20.000 show entrance-out quiet
18:28:30 mended reader entrance-out
    18:28:30.000 recorded line.clear entrance-out reader_fault
    18:28:30.000 recorded alarm.exit_delay building
    18:28:30.000 sounder building exit-delay
    18:28:30.000 show entrance-in exit-delay
    18:28:30.000 show entrance-out exit-delay
18:28:31 unset ben it takes longer
    18:28:31.000 recorded alarm.cancelled building by ben "it takes longer"
    18:28:31.000 sounder building off
    18:28:31.000 show entrance-in quiet
    18:28:31.000 show entrance-out quiet
    18:28:31.000 answer done
# Unset by hand it is over: one person alone does not set it in spite of that.
18:29:30 set ben after all
    18:29:30.000 recorded alarm.refused building contact_fault by ben "reader_fault: gate-in; contact_fault: goods-gate"
    18:29:30.000 answer prevented
18:44:00 set ben again
    18:34:30.000 recorded alarm.prevented building contact_fault "reader_fault: gate-in; contact_fault: goods-gate" INCIDENT
    18:44:00.000 recorded alarm.refused building contact_fault by ben "reader_fault: gate-in; contact_fault: goods-gate"
    18:44:00.000 answer prevented
# Asked for, and cancelled by somebody who comes back: not for longer than 5 minutes.
18:45:00 override all ben the fitter comes tomorrow
    18:45:00.000 recorded alarm.overridden building contact_fault by ben "reader_fault: gate-in; contact_fault: goods-gate"
    18:45:00.000 recorded alarm.exit_delay building by ben "the fitter comes tomorrow"
    18:45:00.000 sounder building exit-delay
    18:45:00.000 show entrance-in exit-delay
    18:45:00.000 show entrance-out exit-delay
    18:45:00.000 answer done
18:45:10 badge anna entrance-in
    18:45:10.000 recorded alarm.cancelled entrance building anna
    18:45:10.000 sounder building off
    18:45:10.000 show entrance-in quiet
    18:45:10.000 show entrance-out quiet
    18:45:10.000 recorded access.granted entrance-in anna grant
    18:45:10.000 recorded door.released entrance anna grant
    18:45:10.000 strike entrance on
    18:45:10.000 show entrance-in granted
18:45:11 contact entrance open
    18:45:11.000 recorded door.opened entrance grant
    18:45:11.000 recorded occupancy.entered entrance-in anna inside 1
18:45:12 contact entrance closed
    18:45:12.000 recorded door.closed entrance
    18:45:12.000 recorded door.locked entrance
    18:45:12.000 strike entrance off
18:46:00 badge anna entrance-out
    18:46:00.000 recorded access.granted entrance-out anna grant
    18:46:00.000 recorded door.released entrance anna grant
    18:46:00.000 strike entrance on
    18:46:00.000 show entrance-out last-one
18:46:01 contact entrance open
    18:46:01.000 recorded door.opened entrance grant
    18:46:01.000 recorded occupancy.left entrance-out anna inside 0
18:50:01 time
    18:46:05.000 recorded door.locked entrance
    18:46:05.000 strike entrance off
    18:46:21.000 show entrance-in warning
    18:46:21.000 show entrance-out warning
    18:46:31.000 recorded door.held entrance 30 s INCIDENT
18:50:02 contact entrance closed
    18:50:02.000 recorded door.closed entrance
18:52:00 set ben again
    18:51:01.000 recorded alarm.prevented building contact_fault "reader_fault: gate-in; contact_fault: goods-gate" INCIDENT
    18:52:00.000 recorded alarm.refused building contact_fault by ben "reader_fault: gate-in; contact_fault: goods-gate"
    18:52:00.000 answer prevented
# Persons are asked to leave, not let pass.
18:55:00 badge anna entrance-in
    18:55:00.000 recorded access.granted entrance-in anna grant
    18:55:00.000 recorded door.released entrance anna grant
    18:55:00.000 strike entrance on
    18:55:00.000 show entrance-in granted
18:55:01 contact entrance open
    18:55:01.000 recorded door.opened entrance grant
    18:55:01.000 recorded occupancy.entered entrance-in anna inside 1
18:55:03 contact entrance closed
    18:55:03.000 recorded door.closed entrance
    18:55:03.000 recorded door.locked entrance
    18:55:03.000 strike entrance off
18:56:00 override all ben she stays a little
    18:56:00.000 recorded alarm.refused building contact_fault by ben "somebody_inside; reader_fault: gate-in; contact_fault: goods-gate"
    18:56:00.000 answer prevented
