# The way out of an area into a room of none: nobody is hindered by its alarm, unsets it by leaving, or has to go outside to ask (L8, L10, O5, L2).

area lab
area office
room outside
room corridor
room laboratory lab
room desks office
door lab-door office corridor laboratory
door desks-door office laboratory desks
reader lab-in lab-door laboratory
reader lab-out lab-door corridor
reader desks-in desks-door desks
reader desks-out desks-door laboratory
person anna unset set
person ben
person cem
key anna laboratory
key anna corridor
key anna desks
key ben corridor
key cem laboratory
key cem corridor

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike lab-door off
    08:00:00.000 strike desks-door off
    08:00:00.000 set output lab off
    08:00:00.000 set output office off
    08:00:00.000 recorded alarm.exit_delay lab
    08:00:00.000 sounder lab exit-delay
    08:00:00.000 show lab-in exit-delay
    08:00:00.000 show lab-out exit-delay
    08:00:00.000 recorded alarm.exit_delay office
    08:00:00.000 sounder office exit-delay
    08:00:00.000 show lab-in exit-delay
    08:00:00.000 show lab-out exit-delay
# The laboratory is set with Ben in it, whom nobody counted; he gets out, it stays set, and that he was there is told.
08:05:00 badge ben lab-out
    08:01:00.000 recorded alarm.set lab
    08:01:00.000 set output lab on
    08:01:00.000 sounder lab off
    08:01:00.000 show lab-in set
    08:01:00.000 show lab-out set
    08:01:00.000 recorded alarm.set office
    08:01:00.000 set output office on
    08:01:00.000 sounder office off
    08:01:00.000 show lab-in set
    08:01:00.000 show lab-out set
    08:05:00.000 recorded access.granted lab-out ben grant
    08:05:00.000 recorded door.released lab-door ben grant
    08:05:00.000 strike lab-door on
    08:05:00.000 show lab-out granted
08:05:01 contact lab-door open
    08:05:01.000 recorded door.opened lab-door grant
    08:05:01.000 recorded occupancy.left lab-out ben inside 0
    08:05:01.000 recorded occupancy.uncertain lab-door lab exit_without_entry
08:05:03 contact lab-door closed
    08:05:03.000 recorded door.closed lab-door
    08:05:03.000 recorded door.locked lab-door
    08:05:03.000 strike lab-door off
08:06:00 correct certain - anna Ben had stayed
    08:06:00.000 recorded occupancy.corrected lab by anna "Ben had stayed"
    08:06:00.000 answer done
# Leaving unsets nothing either, whatever right Anna has.
08:10:00 badge anna lab-out
    08:10:00.000 recorded access.granted lab-out anna grant
    08:10:00.000 recorded door.released lab-door anna grant
    08:10:00.000 strike lab-door on
    08:10:00.000 show lab-out granted
08:10:01 contact lab-door open
    08:10:01.000 recorded door.opened lab-door grant
    08:10:01.000 recorded occupancy.left lab-out anna inside 0
    08:10:01.000 recorded occupancy.uncertain lab-door lab exit_without_entry
08:10:03 contact lab-door closed
    08:10:03.000 recorded door.closed lab-door
    08:10:03.000 recorded door.locked lab-door
    08:10:03.000 strike lab-door off
08:11:00 correct certain - anna and Anna
    08:11:00.000 recorded occupancy.corrected lab by anna "and Anna"
    08:11:00.000 answer done
# In again: refused as ever without the right, and with it unset first.
08:20:00 badge cem lab-in
    08:20:00.000 recorded access.denied lab-in cem alarm_set
    08:20:00.000 show lab-in set-refused
08:21:00 badge anna lab-in
    08:21:00.000 recorded alarm.unset lab-door lab anna
    08:21:00.000 set output lab off
    08:21:00.000 show lab-in unset
    08:21:00.000 show lab-out unset
    08:21:00.000 recorded access.granted lab-in anna grant
    08:21:00.000 recorded door.released lab-door anna grant
    08:21:00.000 strike lab-door on
    08:21:00.000 show lab-in granted
08:21:01 contact lab-door open
    08:21:01.000 recorded door.opened lab-door grant
    08:21:01.000 recorded occupancy.entered lab-in anna inside 1
08:21:02 badge cem lab-in
    08:21:02.000 recorded access.granted lab-in cem grant
    08:21:02.000 show lab-in granted
    08:21:02.000 recorded occupancy.entered lab-in cem inside 2
08:21:05 contact lab-door closed
    08:21:05.000 recorded door.closed lab-door
    08:21:05.000 recorded door.locked lab-door
    08:21:05.000 strike lab-door off
# Three times at a reader that leads on into another area asks for nothing: Cem is not counted out.
08:30:00 badge anna desks-in
    08:30:00.000 recorded alarm.unset desks-door office anna
    08:30:00.000 set output office off
    08:30:00.000 show lab-in unset
    08:30:00.000 show lab-out unset
    08:30:00.000 recorded access.granted desks-in anna grant
    08:30:00.000 recorded door.released desks-door anna grant
    08:30:00.000 strike desks-door on
    08:30:00.000 show desks-in granted
08:30:03 badge anna desks-in
    08:30:03.000 recorded access.granted desks-in anna grant
    08:30:03.000 show desks-in granted
08:30:06 badge anna desks-in
    08:30:06.000 recorded access.granted desks-in anna grant
    08:30:06.000 show desks-in granted
# Three times where it leads into the corridor declares the laboratory empty.
08:40:00 badge anna lab-out
    08:30:11.000 recorded door.locked desks-door
    08:30:11.000 strike desks-door off
    08:30:11.100 recorded alarm.exit_delay office
    08:30:11.100 sounder office exit-delay
    08:30:11.100 show lab-in exit-delay
    08:30:11.100 show lab-out exit-delay
    08:31:11.100 recorded alarm.set office
    08:31:11.100 set output office on
    08:31:11.100 sounder office off
    08:31:11.100 show lab-in set
    08:31:11.100 show lab-out set
    08:40:00.000 recorded access.granted lab-out anna grant
    08:40:00.000 recorded door.released lab-door anna grant
    08:40:00.000 strike lab-door on
    08:40:00.000 show lab-out granted
08:40:03 badge anna lab-out
    08:40:03.000 recorded access.granted lab-out anna grant
    08:40:03.000 show lab-out granted
08:40:06 badge anna lab-out
    08:40:06.000 recorded access.granted lab-out anna grant
    08:40:06.000 recorded occupancy.left lab cem inside 1
    08:40:06.000 recorded occupancy.corrected lab-out anna
    08:40:06.000 show lab-out last-one
08:40:07 contact lab-door open
    08:40:07.000 recorded door.opened lab-door grant
    08:40:07.000 recorded occupancy.left lab-out anna inside 0
08:40:09 contact lab-door closed
    08:40:09.000 recorded door.closed lab-door
    08:40:09.000 recorded door.locked lab-door
    08:40:09.000 strike lab-door off
08:45:00 time
    08:40:09.100 recorded alarm.exit_delay lab
    08:40:09.100 sounder lab exit-delay
    08:40:09.100 show lab-in exit-delay
    08:40:09.100 show lab-out exit-delay
    08:41:09.100 recorded alarm.set lab
    08:41:09.100 set output lab on
    08:41:09.100 sounder lab off
    08:41:09.100 show lab-in set
    08:41:09.100 show lab-out set
