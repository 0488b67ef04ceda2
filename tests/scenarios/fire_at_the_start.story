# A fire that began while nobody watched is found at the start: released, told, and nobody knows who is inside (D3, D13, O4).

area building
room outside
room hall building
door entrance entrance outside hall escape
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna

08:00:00 start fire
    08:00:00.000 recorded controller.started
    08:00:00.000 recorded fire.active INCIDENT
    08:00:00.000 recorded door.released entrance fire
    08:00:00.000 strike entrance on
    08:00:00.000 set output building off
    08:00:00.000 recorded occupancy.uncertain building fire
# One that went on is not a new one: the doubt is the old one, until somebody has looked.
08:05:00 correct certain - anna counted in the yard
    08:05:00.000 recorded alarm.prevented building fire "occupancy_uncertain; door_released: entrance; fire" INCIDENT
    08:05:00.000 recorded occupancy.corrected building by anna "counted in the yard"
    08:05:00.000 answer done
08:06:00 restart
    08:06:00.000 recorded controller.started
    08:06:00.000 recorded door.released entrance fire
    08:06:00.000 strike entrance on
    08:06:00.000 set output building off
    08:06:00.000 recorded occupancy.uncertain entrance building unwatched
08:10:00 time
