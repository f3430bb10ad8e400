import { describe, expect, it } from 'vitest'
import { instantIn, zonesIn } from '../../../parsers/report/zones.ts'

const noon = { year: 2024, month: 7, day: 3, hour: 12, minute: 0 }

function instantAt(text: string, surroundings = text): string | undefined {
  const [token] = zonesIn(text, surroundings)
  return token?.zone === undefined ? undefined : instantIn(noon, token.zone)?.slice(11, 16)
}

describe('parsers/report/zones.ts', () => {
  it.each([
    ['12:00 UTC', '12:00'],
    ['12:00Z', '12:00'],
    ['12:00 GMT', '12:00'],
    ['12:00 utc', '12:00'],
    ['12:00 UTC+2', '10:00'],
    ['12:00 UTC-07:00', '19:00'],
    ['12:00 GMT +5:30', '06:30'],
    ['2024-07-03T12:00:00+02:00', '10:00'],
    ['2024-07-03 12:00:00 -0700', '19:00'],
    ['12:00 PT', '19:00'],
    ['12:00 PST', '19:00'],
    ['12:00 PDT', '19:00'],
    ['12:00 Pacific', '19:00'],
    ['12:00 Pacific Time', '19:00'],
    ['12:00 US/Pacific', '19:00'],
    ['12:00 EST', '16:00'],
    ['12:00 Eastern Daylight Time', '16:00'],
    ['12:00 CET', '10:00'],
    ['12:00 MESZ', '10:00'],
    ['12:00 (Zurich time)', '10:00'],
    ['12:00 Europe/Paris', '10:00'],
    ['12:00 heure de Paris', '10:00'],
    ['12:00 AEST', '02:00'],
    ['12:00 JST', '03:00'],
    ['日本時間 12:00', '03:00'],
    ['北京时间 12:00', '04:00'],
    ['12:00 NZST', '00:00'],
  ])('reads %s as noon there, %s in UTC', (text, time) => {
    expect(instantAt(text)).toBe(time)
  })

  it.each([
    ['12:00 IST', 'from our office in Bengaluru, India', '06:30'],
    ['12:00 IST', 'from our office in Dublin', '11:00'],
    ['12:00 IST', 'from our office in Tel Aviv', '09:00'],
    ['12:00 BST', 'customers in the UK', '11:00'],
    ['12:00 CST', 'that is 10:00 PDT', '17:00'],
    ['12:00 CST', '服务不可用', '04:00'],
    ['12:00 CST', 'customers in China and those in Chicago', undefined],
    ['12:00 IST', 'nothing says where', undefined],
    ['12:00 AST', 'nothing says where', undefined],
  ])('decides %s by "%s"', (text, surroundings, time) => {
    expect(instantAt(text, `${text} ${surroundings}`)).toBe(time)
  })

  it.each(['REST', 'TEST', 'the 12:00-13:00 range', 'an MRI', 'Pacific islands', 'US/Nowhere'])('sees none in %s', (text) => {
    expect(zonesIn(text, text)).toStrictEqual([])
  })
})
