// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/fv/selling.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/grid/lines.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Jumps along one integer offset e of the grid. Rates are per cell and >= 0:
/// `up` takes mass from cell i to its neighbour i + e, `down` to i - e (1/time).
/// Where the neighbour lies behind a reflecting boundary the rate is 0, behind an absorbing one it is the loss through
/// the boundary, behind a periodic one the neighbour is the cell at the other end.
struct Direction {
  std::shared_ptr<const Lines> lines;  ///< the lines of cells that e joins
  Array up;                            ///< rates to i + e, 1/time
  Array down;                          ///< rates to i - e, 1/time
  /// Rates of one line, where all lines are straight, equally long and have the same rates bit by bit, and that is
  /// known (find_shared); otherwise empty.
  Array shared_up{};
  Array shared_down{};  ///< as shared_up

  /// Sets shared_up and shared_down from the lines.
  void find_shared();
};

/// Probability carried along one axis by a velocity (length/time), without diffusion.
struct Transport {
  int axis = 0;            ///< along which mass is carried
  double begin = 0;        ///< of the operator's step
  double end = 0;          ///< of the operator's step; equal to begin where it is that at a time
  FieldAt velocity;        ///< n x d; its column `axis` counts; what it gives may live no longer than the transport
  bool few_calls = false;  ///< as in Process

  /// Middle of the step. @return process time
  double middle() const { return begin + 0.5 * (end - begin); }
};

class NoiseEdges;
class NoiseFlows;

/// A direction whose drift may be carried in place of fitted to its edges: the stepper decides for each step.
struct CarriedDrift {
  std::size_t direction = 0;                  ///< of the operator, along the transport's axis
  Transport transport{};                      ///< the drift, carried
  std::shared_ptr<const NoiseEdges> noise{};  ///< makes the edges of the noise alone
  double t = 0;                               ///< of the operator's rates
};

/// Mass per time that passes the boundaries of one axis.
struct BoundaryFlux {
  Array cells;       ///< out of (or into) each cell
  double lower = 0;  ///< through the lower boundary, the sum over its cells
  double upper = 0;  ///< through the upper boundary
};

/// Finite-volume Fokker-Planck operator: the generator of a jump process on the cells. It acts on cell masses m,
///   dm_i/dt = sum over directions of up[i-e] m[i-e] + down[i+e] m[i+e] - (up[i] + down[i]) m[i],
/// so columns sum to zero (less the loss through absorbing boundaries) and off-diagonal entries are >= 0.
/// What is carried without diffusion is kept apart, for a remap along characteristics.
struct Operator {
  Grid grid;                              ///< of the masses
  std::vector<Direction> directions{};    ///< jumps along offsets
  std::vector<Transport> transports{};    ///< what is carried without diffusion
  std::vector<CarriedDrift> may_carry{};  ///< other forms of some directions
  bool complete_flux = false;             ///< steps of sdirk2 take the complete flux on the edges of directions
  /// Moves the drift and the noise that is not along single axes (Flux::flows); null: edges and transports do. Drift
  /// and noise of the flows are those of the process where the rate factor is 1.
  std::shared_ptr<const NoiseFlows> flows{};
  std::function<void(Operator& L)> by_edges{};  ///< with flows: writes the operator of the same step without them
  double rate_factor = 1;                       ///< rates are this factor times up and down
  std::shared_ptr<const void> origin{};  ///< the assembler whose directions these are, if they do not depend on t
  std::vector<BoundaryFlux> inflow{};    ///< what enters from outside, per axis; empty: nothing

  /// Rate of change of masses, dm/dt.
  /// @param masses  cell masses, grid.cells()
  /// @param rate    gets dm/dt, 1/time, grid.cells()
  /// @throws Error{Fault::problem} if there are transports or flows, which are no jumps
  void apply(const Array& masses, Array& rate) const;
  /// Net mass per time along the edges, per direction: entry i is that from cell i to its neighbour i + e. Edges into
  /// an absorbing boundary count; the one into the boundary before a line's first cell is not among them (see
  /// `current`). It is 0 to rounding on every edge for the equilibrium of a potential.
  /// @param masses  cell masses, grid.cells()
  /// @return one array per direction, grid.cells(), 1/time
  std::vector<Array> face_flux(const Array& masses) const;
  /// Probability current J at the cells, cells x d, density times length/time. An edge of flux F along e carries
  /// F e_k h_k through a cell of width h_k, half of it in each of the two cells that it joins; transports add u p.
  /// @param masses  cell masses, grid.cells()
  /// @return J, cells x d
  Points current(const Array& masses) const;
  /// What leaves through absorbing boundaries, per axis: the first-passage density. Where a transport passes a
  /// boundary, that is its velocity there times the density of the boundary's cell.
  /// @param masses  cell masses, grid.cells()
  /// @return one entry per axis, 1/time; zeros at boundaries that do not absorb
  std::vector<BoundaryFlux> outflow(const Array& masses) const;
};

/// How the drift becomes rates of mass.
enum class Flux {
  /// Scharfetter_gummel along axes with noise, semi_lagrangian along axes without any. Steps of sdirk2 take the second
  /// along an axis with uncorrelated noise, too, while its net-flux Peclet number is above 0.3 (carried_peclet), else
  /// complete_flux while it is above 0.18 (completed_peclet), extrapolated solves excepted.
  automatic,
  scharfetter_gummel,  ///< exponentially fitted edges, upwind where there is no noise
  /// The same edges; steps of sdirk2 correct their fluxes for the change of the density in time, so that they are of
  /// second order at any cell Peclet number. The discrete equilibria are those of the edges.
  complete_flux,
  semi_lagrangian,  ///< all drift by remaps along characteristics, noise by edges
  /// Drift and correlated noise by flows of the columns of G, see NoiseFlows and FlowStep; noise along single axes by
  /// edges. Steps take edges throughout while mass leans on a boundary that drift crosses.
  flows
};

template <>
struct EnumNames<Flux> {
  static constexpr NameList<Flux, 5> all = {{{Flux::automatic, "automatic"},
                                             {Flux::scharfetter_gummel, "scharfetter-gummel"},
                                             {Flux::complete_flux, "complete-flux"},
                                             {Flux::semi_lagrangian, "semi-lagrangian"},
                                             {Flux::flows, "flows"}}};
};

/// The same flux without flows, for what takes the edges at one time: automatic in their place.
/// @param flux  as a solve takes it
/// @return never Flux::flows
inline Flux flux_of_edges(Flux flux) { return flux == Flux::flows ? Flux::automatic : flux; }

/// Use of each flux, and its source.
/// @return one entry per Flux
const std::vector<MethodEntry<Flux>>& flux_catalogue();

/// What edges carry in the solves that flows are offered to.
enum class EdgesCarry { noise, noise_and_drift };

class AxisEdges;
class LineEdges;
class VanishingLine;

/// Writes the Fokker-Planck operator of a process on a grid. One thread at a time may call an assembler.
///
/// Edges join neighbours i and j = i + e (Scharfetter-Gummel). With rho the weight of D along e in index coordinates,
/// up = rho / 2 B(-z) and down = rho / 2 B(z) per cell volume, B(z) = z / (e^z - 1).
/// Uncorrelated noise: e along the axes, rho = D / delta^2 and z = 2 v delta / D at the face, delta the distance of the
/// two centres; where D = 0 the rates are upwind.
/// Correlated noise: H^-1 D H^-1 = sum of rho_e e e^T by Selling's decomposition at every cell (H: the cell's widths);
/// an edge takes the mean of its two cells' volume-weighted rho and z = w . (x_j - x_i), w the mean of 2 D^-1 v, so
/// that rates are >= 0 for every correlation. Where D is singular (eigenvalue below 1e-9 of the largest in index
/// coordinates), the drift outside its range is carried upwind along the axes.
/// A process with a phi (DiscretePotential) gives z = phi_j - phi_i in place of that part of v.
/// Uncorrelated noise of a process that is not linear and whose coefficients do not depend on time, or by one factor
/// alone: integrals of the stationary density pi along the axis in place of values at faces (line weights),
/// up = 1 / (R M_i) and down = 1 / (R M_j), M the integral of pi over a cell and R that of 2 / (D pi) between the two
/// cells. They equal the rates above where D and the slope of log pi are uniform, see src/fv/line_weights.hpp.
/// With correlated noise, where the own drift and noise of an axis depend on it alone and this noise vanishes at a
/// reflecting boundary with 2 a / D' between 0 and 1: line weights of this axis, see src/fv/vanishing_line.hpp.
/// Flux::complete_flux: in steps of sdirk2 the flux of an edge is that of a density whose change in time s is uniform
/// between the two centres, up m_i - down m_j - (x_face - W delta) s with W = 1/z - 1/(e^z - 1) and s = dp/dt of the
/// cell upstream (after ten Thije Boonkkamp and Anthonissen, J. Sci. Comput. 46 (2011) 47). See
/// src/time/complete_flux.hpp. Edges that cross a reflecting boundary are left out: zero flux. With correlated noise
/// that is of first order in the cells along the boundary. Where D varies so that offsets give way to others (D_12
/// changes its sign) their weights have kinks: the order in the cells stays 2, that of the splitting in the step is
/// measured as 1.7 to 1.9. References: Scharfetter and Gummel, IEEE Trans. Electron Devices 16 (1969) 64; Chang and
/// Cooper, J. Comput. Phys. 6 (1970) 1; Bonnans, Bonnet and Mirebeau, SIAM J. Numer. Anal. 59 (2021) 2113.
class Assembler {
 public:
  /// Assembler of a process on a grid.
  /// @param process  in the coordinates of the grid
  /// @param grid     of 1 to 4 axes, with correlated noise 1 to 3
  /// @param flux     how the drift becomes rates
  /// @param threads  0: all cores; operators do not depend on it
  /// @throws Error{Fault::problem} if the dimensions differ, or flows have no correlated noise to move
  explicit Assembler(Process process, Grid grid, Flux flux = Flux::automatic, int threads = 1);

  /// Offers flows beside edges to a solve whose steps choose: Operator::flows with the Peclet numbers of these edges.
  /// Without correlated noise, or with absorbing boundaries, it does nothing.
  /// @param carry  what the edges of these solves carry, whose Peclet numbers flows are chosen by
  void offer_flows(EdgesCarry carry);

  /// For a part of a grid that has whole lines along these axes alone: assembles their edges, with the bits that they
  /// have on the whole grid.
  /// @param axes   with whole lines in this part
  /// @param whole  the grid that this one is a part of
  void take_part(const std::vector<int>& axes, const Grid& whole);

  /// Operator of a step from `begin` to `end` (begin, for the operator at a time), written into `result`: coefficients
  /// are those at its middle, a time modulation enters by its mean. Directions are in a fixed order (axes first);
  /// only those that carry something are there, so that the operator depends on the step alone. Where the process has
  /// one, directions are assembled once, at its reference time; later calls with the same `result` set
  /// Operator::rate_factor.
  /// @throws Error{Fault::numerical} if a coefficient is not finite: names place, time and value
  /// @param begin   process time
  /// @param end     >= begin
  /// @param result  gets directions, transports and rate factor; an earlier result is written over
  void assemble(double begin, double end, Operator& result) const;
  /// The operator at one time.
  /// @param t       process time
  /// @param result  gets the operator
  /// @throws Error{Fault::numerical} as above
  void assemble(double t, Operator& result) const { assemble(t, t, result); }
  /// An operator of the right grid without directions. @return a workspace for integrate()
  Operator blank() const { return {grid_}; }

 private:
  /// Fills direction `slot` with the edges along an axis; false if there is nothing to fill.
  bool assemble_axis(double t, int axis, std::size_t slot, Operator& result) const;
  /// The same from coefficients kept on the faces; false where they are not.
  bool assemble_known(double t, int axis, std::size_t slot, Operator& result) const;
  bool keeps_faces(int axis) const;
  void assemble_directions(double t, Operator& result) const;
  /// Directions once, and the rate factor of the step.
  void assemble_modulated(double begin, double end, Operator& result) const;
  void assemble_offsets(double t, const std::optional<VanishingLine>& line, Operator& result) const;
  void assemble_flows(double t, Operator& result) const;
  bool carried(bool has_noise) const;
  /// Offers to carry the drift of direction `slot`.
  void offer_carrying(double t, int axis, std::size_t slot, Operator& result) const;
  std::shared_ptr<const Lines> lines(const std::vector<int>& offset) const;

  Process process_;
  Grid grid_;
  Flux flux_;
  int threads_;
  Points centres_;  ///< where phi or cells ask for them
  Points widths_;   ///< of the cells, where noise is correlated
  /// Lines of every offset met so far.
  mutable std::map<std::vector<int>, std::shared_ptr<const Lines>> lines_;
  std::vector<std::shared_ptr<const AxisEdges>> edges_;  ///< per axis, where noise is not correlated
  std::shared_ptr<const LineEdges> line_edges_;          ///< null where edges take coefficients at faces
  std::shared_ptr<const NoiseEdges> noise_edges_;        ///< null where no drift is carried by choice
  std::shared_ptr<const Assembler> without_flows_;       ///< of steps that flows do not suit; null without flows
  EdgesCarry edges_carry_ = EdgesCarry::noise_and_drift;
  std::vector<int> axes_;                      ///< along which it assembles edges, where noise is not correlated
  Eigen::Index whole_cells_;                   ///< of the grid, or of the one that it is a part of
  mutable std::size_t offered_ = 0;            ///< entries of Operator::may_carry that count
  mutable Array phi_;                          ///< of the last time, on cells
  mutable bool has_phi_ = false;               ///< whether it counts
  mutable std::vector<Superbase> superbases_;  ///< where blocks of cells began to decompose D the last time
  std::shared_ptr<const void> origin_ = std::make_shared<int>();
};

}  // namespace fokker
