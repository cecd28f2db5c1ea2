#include "view/maps.hpp"
namespace fokker::view {
std::string drawn(const std::vector<MapFigure>&, const FigureOptions&, FigureFormat, double) { return ""; }
MapFigure density_maps(const Snapshots&, const std::vector<std::size_t>&, bool) { return {}; }
MapFigure difference_maps(const Snapshots&, const std::vector<std::size_t>&) { return {}; }
MapFigure score_maps(const Snapshots&, const std::vector<std::size_t>&) { return {}; }
MapFigure current_maps(const Snapshots&, const std::vector<std::size_t>&) { return {}; }
std::vector<MapFigure> density_map_film(const Snapshots&, const std::vector<std::size_t>&, bool) { return {}; }
}  // namespace fokker::view
