/** The one switch that plants a fault: the code of the active one, 0 for none. */
export interface Defect {
  readonly active: number;
}
