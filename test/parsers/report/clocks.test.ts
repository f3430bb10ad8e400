import { describe, expect, it } from 'vitest'
import { clocksIn } from '../../../parsers/report/clocks.ts'

function shown(text: string): readonly string[] {
  return clocksIn(text)
    .toSorted((a, b) => a.from - b.from)
    .map(({ hour, minute }) => `${hour}:${String(minute).padStart(2, '0')}`)
}

describe('parsers/report/clocks.ts', () => {
  it.each([
    ['13:16', '13:16'],
    ['at 9:05', '9:05'],
    ['13:16:20', '13:16'],
    ['2018-08-10T12:50:27.435Z', '12:50'],
    ['4:02PM', '16:02'],
    ['4:02 p.m.', '16:02'],
    ['12:10 AM', '0:10'],
    ['12:10 PM', '12:10'],
    ['17:14pm', '17:14'],
    ['08:52 PM', '20:52'],
    ['4 PM', '16:00'],
    ['11am', '11:00'],
    ['3.55am', '3:55'],
    ['11.08 Uhr', '11:08'],
    ['9 Uhr', '9:00'],
    ['9 Uhr 30', '9:30'],
    ['15.30 UTC', '15:30'],
    ['1250 UTC', '12:50'],
    ['0659Z', '6:59'],
    ['2022-01-08 2233 restarted', '22:33'],
    ['13h30', '13:30'],
    ['à 13 h 30', '13:30'],
    ['vers 9h', '9:00'],
    ['4時58分', '4:58'],
    ['午後4時半', '16:30'],
    ['19点到', '19:00'],
    ['下午3点20分', '15:20'],
    ['_5:00_', '5:00'],
  ])('reads %s as %s', (text, clock) => {
    expect(shown(text)).toStrictEqual([clock])
  })

  it.each([
    'version 14.30',
    'upgraded from 1.19 to 1.21',
    'a ratio of 16:9',
    'localhost:8080',
    '10.0.12.30',
    '25:10',
    '12:60',
    'publisher.js:343:32',
    'fe80::12:34',
    'in 2018',
    '2018 was a year',
    'HTTP 500',
    '3 hours',
    '3時間',
    '2h 2m',
    '100%',
    '1:234',
    '$12:30%',
    'PM2020-007',
  ])('sees no clock in %s', (text) => {
    expect(shown(text)).toStrictEqual([])
  })
})
