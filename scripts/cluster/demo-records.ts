/** Records and terms of access of demo resources: made up, and said so in every text that others may copy. */

export const TEM_RECORD = {
  serialNumber: 'PRZYKLAD-TEM-0001',
  inventoryNumber: 'PRZYKLAD/8/0012',
  commissionedOn: '2021-10-01',
  measuredVariables: ['budowa wewnętrzna próbek w nanoskali', 'skład pierwiastkowy (EDS)'],
  contactName: 'Laboratorium pokazowe Politechniki Lubelskiej (przykład)',
  contactEmail: 'owner@demo.test',
  polonType: 'research_apparatus',
  polonStatus: 'in_use',
  outlaysPln: 4_250_000,
  fundingSources: ['Program przykładowy', 'środki własne'],
  durableUntil: '2027-12-31',
  technicalData: 'Przykład: napięcie przyspieszające 200 kV, katoda LaB6, detektor EDS.',
  technicalYear: 2021,
} as const

export const TEM_ACCESS = {
  modes: ['excellence', 'market'],
  texts: {
    units: {
      pl: 'Przykład: godzina pracy mikroskopu z operatorem; dzień wsparcia przy przygotowaniu próbek.',
      en: 'Example: an hour of the microscope with an operator; a day of support with the preparation of samples.',
    },
    conditions: {
      pl: 'Przykład: próbki suche, stabilne w próżni; użytkownicy z klastra i spoza niego.',
      en: 'Example: dry samples that are stable in vacuum; users from the cluster and elsewhere.',
    },
    process: {
      pl: 'Przykład: rezerwacja w Aparaturze z krótkim opisem badań; opiekun może dopytać.',
      en: 'Example: a reservation in Aparatura with a short description of the research; a steward may ask back.',
    },
    fees: {
      pl: 'Przykład: bezpłatnie w badaniach własnych i wspólnych; usługi i najem według cennika laboratorium.',
      en: 'Example: free for own and collaborative research; services and rental by the price list of the laboratory.',
    },
    support: {
      pl: 'Przykład: szkolenie, pomoc operatora, kopia danych przez 30 dni.',
      en: 'Example: training, help of an operator, a copy of the data for 30 days.',
    },
    restrictions: {
      pl: 'Przykład: bez materiałów zakaźnych i magnetycznych.',
      en: 'Example: no infectious and no magnetic materials.',
    },
    acknowledgement: {
      pl: 'Przykład: Badania mikroskopowe wykonano w Laboratorium pokazowym Politechniki Lubelskiej.',
      en: 'Example: Microscopy was carried out at the Demonstration Laboratory of Lublin University of Technology.',
    },
  },
} as const

export const MRI_RECORD = {
  serialNumber: 'PRZYKLAD-MRI-0001',
  commissionedOn: '2019-03-15',
  outlaysPln: 6_900_000,
  fundingSources: ['Program przykładowy'],
} as const
