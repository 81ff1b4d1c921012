import { getTableColumns, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, test } from 'vitest'
import * as schema from '../../db/schema/index.ts'
import { PERSONAL_DATA, type PersonalTable, personalTables } from '../../server/domain/personal-data.ts'

const TABLES = (Object.values(schema) as unknown[])
  .filter((each): each is SQLiteTable => is(each, SQLiteTable))
  .map((table) => ({ ...getTableConfig(table), fields: Object.values(getTableColumns(table)) }))

const named = (table: string): Required<Pick<PersonalTable, 'ties' | 'secrets' | 'stays'>> => {
  const entry = PERSONAL_DATA[table]
  if (!entry || entry.topic === null) return { ties: [], secrets: [], stays: [] }
  return { secrets: [], stays: [], ...entry }
}

/** Whatever a tie says of a column: its own, those in its condition, those it erases. */
const saidBy = (table: string): string =>
  JSON.stringify(named(table).ties.map(({ column, where, erases }) => [column, where, Object.keys(Object(erases))]))

/** Every row is about one person: all of it is theirs. */
const isWhole = (table: string) =>
  named(table).ties.some(({ reads, erases }) => reads === 'row' && (erases === 'delete' || table === 'people'))

describe('the registry of personal data', () => {
  test('has every table of the schema and no other', () => {
    expect(Object.keys(PERSONAL_DATA).sort()).toEqual(TABLES.map(({ name }) => name).sort())
  })

  test('names every column that points to people', () => {
    const missing = TABLES.flatMap(({ name, foreignKeys, fields }) => {
      const pointing = foreignKeys.flatMap((key) => {
        const { columns, foreignTable } = key.reference()
        return getTableConfig(foreignTable as SQLiteTable).name === 'people' ? columns.map((column) => column.name) : []
      })
      const byName = fields.map((each) => each.name).filter((each) => /(^|_)(person|about|email)(_id)?$/.test(each))
      return [...new Set([...pointing, ...byName])]
        .filter((column) => !saidBy(name).includes(column) && !isWhole(name))
        .map((column) => `${name}.${column}`)
    })
    expect(missing).toEqual([])
  })

  test('says of every text what becomes of it', () => {
    const missing = TABLES.filter(({ name }) => PERSONAL_DATA[name]?.topic).flatMap(({ name, fields }) => {
      const { ties, secrets, stays } = named(name)
      const isGone = ties.length > 0 && ties.every(({ erases }) => erases === 'delete')
      return fields
        .filter(({ dataType, columnType, enumValues }) => {
          const isText = columnType.startsWith('SQLiteText') || dataType === 'buffer'
          return isText && !(enumValues && enumValues.length > 0)
        })
        .map((field) => field.name)
        .filter((column) => !isGone && ![...secrets, ...stays].includes(column) && !saidBy(name).includes(column))
        .map((column) => `${name}.${column}`)
    })
    expect(missing).toEqual([])
  })

  test('hands out no column that holds a secret', () => {
    const open = TABLES.flatMap(({ name, fields }) =>
      fields
        .map((field) => field.name)
        .filter((column) => /hash|secret|public_key|credential|payload|^content$/.test(column))
        .filter((column) => PERSONAL_DATA[name]?.topic && !named(name).secrets.includes(column))
        .map((column) => `${name}.${column}`),
    )
    expect(open).toEqual(['log_texts.content'])
  })

  test('speaks of columns that there are', () => {
    const wrong = personalTables().flatMap(([name, { ties, secrets = [], stays = [] }]) => {
      const there = TABLES.find((each) => each.name === name)!.fields.map((field) => field.name)
      const said = ties.flatMap(({ column, reads, erases }) => [
        ...(column ? [column] : []),
        ...(reads === 'row' ? [] : reads),
        ...Object.keys(Object(typeof erases === 'string' ? {} : erases)),
      ])
      return [...said, ...secrets, ...stays]
        .filter((column) => !there.includes(column))
        .map((each) => `${name}.${each}`)
    })
    expect(wrong).toEqual([])
  })
})
