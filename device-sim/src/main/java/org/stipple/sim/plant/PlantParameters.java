package org.stipple.sim.plant;

/** Everything a simulated machine is made of; each part checks its own ranges. */
public record PlantParameters(
    MotorParameters motor,
    NeedleDriveParameters drive,
    SkinParameters skin,
    SupplyParameters supply,
    SenseParameters sense,
    DepthAxisParameters axis,
    TachParameters tach) {

  /** The reference machine. */
  public static PlantParameters defaults() {
    return new PlantParameters(
        MotorParameters.named("1331T012"),
        NeedleDriveParameters.defaults(),
        SkinParameters.defaults(),
        SupplyParameters.defaults(),
        SenseParameters.defaults(),
        DepthAxisParameters.defaults(),
        TachParameters.defaults());
  }

  /** The same machine with another motor. */
  public PlantParameters with(MotorParameters other) {
    return new PlantParameters(other, drive, skin, supply, sense, axis, tach);
  }

  /** The same machine with another needle drive. */
  public PlantParameters with(NeedleDriveParameters other) {
    return new PlantParameters(motor, other, skin, supply, sense, axis, tach);
  }

  /** The same machine on other skin. */
  public PlantParameters with(SkinParameters other) {
    return new PlantParameters(motor, drive, other, supply, sense, axis, tach);
  }

  /** The same machine on another supply. */
  public PlantParameters with(SupplyParameters other) {
    return new PlantParameters(motor, drive, skin, other, sense, axis, tach);
  }

  /** The same machine with another current monitor. */
  public PlantParameters with(SenseParameters other) {
    return new PlantParameters(motor, drive, skin, supply, other, axis, tach);
  }

  /** The same machine with another depth axis. */
  public PlantParameters with(DepthAxisParameters other) {
    return new PlantParameters(motor, drive, skin, supply, sense, other, tach);
  }

  /** The same machine with another tachometer. */
  public PlantParameters with(TachParameters other) {
    return new PlantParameters(motor, drive, skin, supply, sense, axis, other);
  }
}
